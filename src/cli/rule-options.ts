import { type Command, Option } from 'commander';
import type { RuleSelection } from '../rules/rule-set.js';
import { collect } from './argument-parsers.js';

/** Options that say which rules, as Commander gives them. */
export interface RuleFlags {
  readonly rules?: readonly string[];
  readonly builtinRules: boolean;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
}

/** Adds where rules come from: `--rules`, `--no-builtin-rules`. */
export function addRuleSourceOptions(command: Command): Command {
  return command
    .addOption(new Option('--rules <path>', 'add a rule pack: a file or folder; may be repeated').argParser(collect))
    .option('--no-builtin-rules', 'leave out the rules that come with bundlescope');
}

/** Adds which of the rules: `--only`, `--skip`. */
export function addRuleFilterOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--only <id>', 'only these rules: an id, or a glob such as "longhorn-*"; may be repeated').argParser(
        collect,
      ),
    )
    .addOption(new Option('--skip <id>', 'not these rules: an id or glob; may be repeated').argParser(collect));
}

/** The selection that the options ask for. */
export function ruleSelection(flags: RuleFlags): RuleSelection {
  return {
    builtin: flags.builtinRules,
    ...(flags.rules === undefined ? {} : { packs: flags.rules }),
    ...(flags.only === undefined ? {} : { only: flags.only }),
    ...(flags.skip === undefined ? {} : { skip: flags.skip }),
  };
}
