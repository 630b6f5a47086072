import { writeFileSync } from 'node:fs';
import { buildRuleCache } from './build-rule-cache.js';
import { RULE_CACHE, serializeCache } from './rule-cache.js';

// The last step of the build: the program then starts without parsing and checking its own rules again.
writeFileSync(RULE_CACHE, serializeCache(buildRuleCache()));
