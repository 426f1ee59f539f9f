const { writeFileSync } = require('node:fs');

/** Writes the closing line of a run to the file that MILLWRIGHT_TEST_RESULTS names. A suite that cannot start counts as failed. */
module.exports = class ResultReporter {
  onRunComplete(_contexts, results) {
    const file = process.env.MILLWRIGHT_TEST_RESULTS;
    if (file === undefined || file === '') return;
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const tail = skipped === 0 ? '' : `, ${skipped} skipped`;
    writeFileSync(file, `${results.numPassedTests} passed, ${failed} failed${tail}\n`);
  }
};
