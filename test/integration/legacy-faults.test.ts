import { describeAccount } from './account-faults-suite.js';
import { guideDoor } from './legacy-faults-doors.js';

describeAccount(guideDoor);
