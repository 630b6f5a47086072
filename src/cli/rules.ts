import type { Command } from 'commander';
import type { CommandContext } from './command-context.js';
import { addRulesLintCommand } from './rules-lint.js';
import { addRulesListCommand } from './rules-list.js';
import { addRulesShowCommand } from './rules-show.js';
import { addRulesTestCommand } from './rules-test.js';

/** Adds `rules` with its subcommands. */
export function addRulesCommand(program: Command, context: CommandContext): void {
  const rules = program
    .command('rules')
    .summary('list, explain, check and test rules')
    .description('Lists, explains, checks and tests the rules.');
  addRulesListCommand(rules, context);
  addRulesShowCommand(rules, context);
  addRulesLintCommand(rules, context);
  addRulesTestCommand(rules, context);
}
