import { backpackDoor } from './account-faults-backpack.js';
import { describeAccount } from './account-faults-suite.js';

describeAccount(backpackDoor('spot'));
describeAccount(backpackDoor('perp'));
