import type ts from 'typescript';
import type { ReviewAspect } from '../../../protocol/verify-activities.js';
import type { Diagnostic } from '../../../protocol/diagnostic.js';

/** A source file under review. */
export interface ReviewedFile {
  readonly path: string;
  readonly sourceFile: ts.SourceFile;
  /** A test, or what sets tests up. */
  readonly isTest: boolean;
}

/** One thing that a reviewer looks for. It would rather miss a case than accuse sound code: who reads it has no compiler to ask. */
export interface ReviewRule {
  readonly aspect: ReviewAspect;
  readonly review: (file: ReviewedFile) => readonly Diagnostic[];
}
