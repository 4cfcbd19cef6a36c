import { bybitDoor } from './account-faults-bybit.js';
import { describeAccount } from './account-faults-suite.js';

describeAccount(bybitDoor('linear'));
