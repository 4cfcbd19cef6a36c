import { bitgetDoor } from './account-faults-bitget.js';
import { describeAccount } from './account-faults-suite.js';

describeAccount(bitgetDoor('spot'));
