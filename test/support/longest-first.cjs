const { default: Sequencer } = require('@jest/test-sequencer');

/** Folders whose tests run whole deliveries, the longest first; what is short fills the gaps at the end. */
const LONG = [
  'end-to-end/kill-matrix',
  'end-to-end/',
  'doubles/model-server/community-centre',
  'authors/blueprint/',
  'evidence/',
  'client/',
  'temporal-config/',
];

const rank = ({ path }) => {
  const index = LONG.findIndex((part) => path.includes(`/test/${part}`));
  return index === -1 ? LONG.length : index;
};

/** Starts the longest suites first, so that no worker waits at the end for a suite that another began late. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
  }
};
