#!/usr/bin/env node
// node test/doubles/model-server/serve.mjs --reference NAME [--port N] [--seed S] [--faults standard|none] [--prompts FOLDER]
// Serves until it is stopped (Ctrl-C), and then says what it was asked.
import '../../child-process/typescript.mjs';

const { serve } = await import('./serve.ts');
await serve(process.argv.slice(2));
