import { describeAccount } from './account-faults-suite.js';
import { officialDoor } from './legacy-faults-doors.js';

describeAccount(officialDoor);
