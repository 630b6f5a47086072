import type { RemediationStep } from '../model/report.js';
import { isVersionRange } from './cel/version.js';
import { signalVariable } from './compile-rule.js';
import { didYouMean } from './did-you-mean.js';
import { boundNames } from './names.js';
import { dependenciesOf, type JoinSignal, type Rule, type Signal, type Term } from './rule.js';
import type { RuleFile, YamlPath } from './rule-file.js';
import { literalKeys, MIN_KEY_LENGTH } from './signals/literal-key.js';

/** What names in rules may refer to. */
export interface Vocabulary {
  readonly programs: ReadonlySet<string>;
  /** `Kind.group`. */
  readonly kinds: ReadonlySet<string>;
  readonly entities: ReadonlySet<string>;
  readonly products: ReadonlySet<string>;
}

/** Checks that every name a rule uses exists and that its parts fit together; reports what is wrong to the file. */
export function checkRule(rule: Rule, file: RuleFile, vocabulary: Vocabulary): void {
  new RuleCheck(rule, file, vocabulary).run();
}

class RuleCheck {
  readonly #rule: Rule;
  readonly #file: RuleFile;
  readonly #vocabulary: Vocabulary;
  readonly #names: ReadonlyMap<string, readonly string[]>;

  constructor(rule: Rule, file: RuleFile, vocabulary: Vocabulary) {
    this.#rule = rule;
    this.#file = file;
    this.#vocabulary = vocabulary;
    this.#names = boundNames(rule);
  }

  run(): void {
    this.#checkHead();
    for (const [name, signal] of this.#rule.signals) {
      this.#checkSource(name, signal);
      this.#checkReferences(name, signal);
      this.#checkWords(name, signal);
    }
    this.#checkTiers();
  }

  #checkHead(): void {
    const rule = this.#rule;
    this.#known(['entity'], 'entity', rule.entity, this.#vocabulary.entities);
    if (rule.role === 'benign' && rule.severity !== 'info')
      this.#file.report(['severity'], 'a benign rule has severity info');
    if (rule.absorbs.length > 0 && rule.role !== 'benign')
      this.#file.report(['absorbs'], 'only a benign rule absorbs others; use refines');
    for (const [product, range] of rule.applies) {
      this.#knownKey(['applies'], 'product', product, this.#vocabulary.products);
      if (!isVersionRange(range)) this.#file.report(['applies', product], `not a version range: "${range}"`);
    }
    rule.also.forEach((name, index) => {
      this.#knownSignal(['also', index], name);
    });
    rule.onset.forEach((name, index) => {
      this.#knownSignal(['onset', index], name);
    });
    rule.says.forEach((name, index) => {
      this.#knownSignal(['says', index], name);
    });
    rule.leadsTo.forEach(({ binds }, index) => {
      if (binds !== undefined) this.#boundSomewhere(['leads-to', index, 'binds'], binds);
    });
    this.#checkTexts();
  }

  #boundSomewhere(path: YamlPath, name: string): void {
    this.#known(path, 'binding', name, new Set([...this.#names.values()].flat()));
  }

  /** A placeholder that nothing binds would be printed as it stands. */
  #checkTexts(): void {
    const { title, explanation, remediation, chinese } = this.#rule;
    const texts: [YamlPath, string | undefined][] = [
      [['title'], title],
      [['explanation'], explanation],
      ...stepTexts(['remediation'], remediation),
      [['zh', 'title'], chinese.title],
      [['zh', 'explanation'], chinese.explanation],
      ...stepTexts(['zh', 'remediation'], chinese.remediation ?? []),
    ];
    const bound = new Set([...this.#names.values()].flat());
    for (const [path, text] of texts) {
      for (const [placeholder, name] of placeholders(text ?? '')) {
        if (!bound.has(name)) this.#file.report(path, `${placeholder} is bound by no signal${didYouMean(name, bound)}`);
      }
    }
  }

  #checkSource(name: string, signal: Signal): void {
    const path: YamlPath = ['signals', name];
    if (signal.kind === 'log') {
      const programs = new Set([...this.#vocabulary.programs, '*']);
      for (const program of signal.sources) this.#known([...path, 'log'], 'program', program, programs);
    }
    if (signal.kind === 'log' || signal.kind === 'file') {
      if (literalKeys(signal.contains).some((key) => key.length < MIN_KEY_LENGTH)) {
        this.#file.report(
          [...path, 'contains'],
          `a literal needs ${MIN_KEY_LENGTH} characters in a row that no log format escapes (no quotes, backslashes, <, > or &)`,
        );
      }
    }
    if (signal.kind === 'object') this.#known([...path, 'object'], 'kind', signal.resource, this.#vocabulary.kinds);
    if (signal.kind === 'event') {
      const kinds = new Set(['*', ...[...this.#vocabulary.kinds].map((kind) => kind.split('.', 1)[0] ?? kind)]);
      for (const kind of signal.about) this.#known([...path, 'event'], 'kind', kind, kinds);
    }
  }

  #checkReferences(name: string, signal: Signal): void {
    const path: YamlPath = ['signals', name];
    if (signal.kind === 'join') this.#checkJoinVariables(signal, path);
    for (const other of dependenciesOf(signal)) {
      if (!this.#knownSignal(path, other)) continue;
      if (this.#reaches(other, name, new Set()))
        this.#file.report(path, `"${name}" and "${other}" refer to each other`);
    }
    if (signal.kind !== 'count') return;
    for (const [variable, counted] of signal.counts) {
      const bound = new Set(this.#names.get(counted.signal));
      if (counted.binding !== undefined) this.#known([...path, 'count', variable], 'binding', counted.binding, bound);
      for (const group of signal.per) this.#known([...path, 'per'], `binding of "${counted.signal}":`, group, bound);
    }
  }

  /** In a join's `where` both bindings and signals are variables: one name must not mean two things. */
  #checkJoinVariables(signal: JoinSignal, path: YamlPath): void {
    if (signal.where.length === 0 && signal.bind.size === 0) return;
    const bound = new Set(signal.join.flatMap((name) => this.#names.get(name) ?? []));
    for (const name of signal.join) {
      if (bound.has(signalVariable(name)))
        this.#file.report([...path, 'join'], `signal "${name}" has the name of a binding; rename one of them`);
    }
  }

  #checkWords(name: string, signal: Signal): void {
    if (signal.kind === 'count') return;
    const path: YamlPath = ['signals', name];
    const bound = new Set(this.#names.get(name));
    for (const group of signal.per ?? []) this.#known([...path, 'per'], 'binding', group, bound);
    for (const binding of signal.distinct.keys()) this.#knownKey([...path, 'distinct'], 'binding', binding, bound);
    if (signal.within !== undefined && signal.atLeast === undefined && signal.distinct.size === 0) {
      this.#file.report(
        [...path, 'within'],
        '"within" says in which time "at-least" or "distinct" must be reached; both are missing',
      );
    }
  }

  #checkTiers(): void {
    if (this.#rule.tiers.length === 0) this.#file.report(['when'], 'when needs at least one of high, medium, low');
    for (const { confidence, terms } of this.#rule.tiers) {
      const path: YamlPath = ['when', confidence];
      this.#checkTerms(terms, path);
      if (this.#rule.entity !== 'cluster' && !this.#bindsEntity(terms)) {
        this.#file.report(path, `nothing here binds the entity "${this.#rule.entity}"`);
      }
    }
  }

  #checkTerms(terms: readonly Term[], path: YamlPath): void {
    for (const [index, term] of terms.entries()) {
      if (term.kind === 'any' || term.kind === 'all') this.#checkTerms(term.terms, [...path, index, term.kind]);
      else this.#knownSignal([...path, index], term.name);
    }
  }

  /** Every way in which the terms can hold must bind the entity. */
  #bindsEntity(terms: readonly Term[]): boolean {
    return terms.some((term) => this.#termBindsEntity(term));
  }

  #termBindsEntity(term: Term): boolean {
    switch (term.kind) {
      case 'signal':
        return this.#names.get(term.name)?.includes(this.#rule.entity) ?? false;
      case 'not':
        return false;
      case 'all':
        return this.#bindsEntity(term.terms);
      case 'any':
        return term.terms.every((alternative) => this.#termBindsEntity(alternative));
    }
  }

  #knownSignal(path: YamlPath, name: string): boolean {
    return this.#known(path, 'signal', name, new Set(this.#rule.signals.keys()));
  }

  #known(path: YamlPath, what: string, name: string, known: ReadonlySet<string>): boolean {
    if (known.has(name)) return true;
    this.#file.report(path, `unknown ${what} "${name}"${didYouMean(name, known)}`);
    return false;
  }

  /** As {@link #known} for a name that is the key of a map. */
  #knownKey(path: YamlPath, what: string, name: string, known: ReadonlySet<string>): void {
    if (!known.has(name)) this.#file.reportKey(path, name, `unknown ${what} "${name}"${didYouMean(name, known)}`);
  }

  #reaches(from: string, to: string, seen: Set<string>): boolean {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    const signal = this.#rule.signals.get(from);
    return signal !== undefined && dependenciesOf(signal).some((other) => this.#reaches(other, to, seen));
  }
}

function stepTexts(path: YamlPath, steps: readonly RemediationStep[]): [YamlPath, string | undefined][] {
  return steps.flatMap(({ step, danger }, index): [YamlPath, string | undefined][] => [
    [[...path, index, 'step'], step],
    [[...path, index, 'danger'], danger],
  ]);
}

function placeholders(text: string): readonly (readonly [string, string])[] {
  return [...text.matchAll(/\{([a-z0-9_]+)\}/g)].map((match) => [match[0], match[1] ?? '']);
}
