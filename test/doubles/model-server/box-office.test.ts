import { describeReference } from './reference-suite.js';

describeReference('box-office');
