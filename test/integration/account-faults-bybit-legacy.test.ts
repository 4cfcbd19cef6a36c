import { bybitSpotV1Door, bybitSpotV3Door } from './account-faults-bybit.js';
import { describeAccount } from './account-faults-suite.js';

describeAccount(bybitSpotV1Door);
describeAccount(bybitSpotV3Door);
