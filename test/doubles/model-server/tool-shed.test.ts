import { describeReference } from './reference-suite.js';

describeReference('tool-shed');
