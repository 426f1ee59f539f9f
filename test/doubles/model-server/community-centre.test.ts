import { describeReference } from './reference-suite.js';

describeReference('community-centre');
