/**
 * Who and when, the same in every commit of ours, so that equal work on an equal parent has an equal commit id; and by this we know
 * our own. The time says nothing about the run (the report does); it is the start of 2026, UTC, in seconds.
 */
export const GIT_SIGNATURE = 'Millwright <millwright@localhost> 1767225600 +0000';
