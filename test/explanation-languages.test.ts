import { describe, expect, it } from 'vitest';
import { type ExplanationMessages, explanationMessagesFor } from '../src/cli/explanation-messages.js';
import { type SignalMessages, signalMessagesFor } from '../src/cli/signal-messages.js';
import { type ExplanationWords, explanationWordsFor } from '../src/rules/explanation/explanation-words.js';

const CHINESE = /\p{Script=Han}/u;

/** What a set of messages says, by message; one that is left out here does not compile. */
type Said<Messages> = Readonly<Record<keyof Messages, readonly string[]>>;

function saidOfSignals(says: SignalMessages): Said<SignalMessages> {
  return {
    and: [says.and(['x', 'x', 'x'])],
    or: [says.or(['x', 'x'])],
    logLines: [says.logLines('x', 'x')],
    fileLines: [says.fileLines('x', 'x')],
    objects: [says.objects('x')],
    eachItem: [says.eachItem('x')],
    where: [says.where('x')],
    numbers: [says.numbers('x')],
    rowsOf: [says.rowsOf('x')],
    differentOf: [says.differentOf('x', 'x')],
    events: [says.events],
    eventsAbout: [says.eventsAbout('x')],
    withReason: [says.withReason('x')],
    withText: [says.withText('x')],
    together: [says.together('x')],
    without: [says.without('x')],
    matching: [says.matching(['x', 'x'])],
    within: [says.within('x')],
    atLeastWithin: [says.atLeastWithin('x', 'x')],
    atLeast: [says.atLeast('x')],
    atMost: [says.atMost('x')],
    atLeastDifferent: [says.atLeastDifferent('x', 'x')],
    newest: [says.newest('x')],
    perEach: [says.perEach('x')],
    lasting: [says.lasting('x')],
    stillInLast: [says.stillInLast('x')],
    after: [says.after('x', 'x'), says.after('x', undefined)],
    before: [says.before('x', 'x'), says.before('x', undefined)],
    unlessFollowedBy: [says.unlessFollowedBy('x', 'x'), says.unlessFollowedBy('x', undefined)],
    unlessPrecededBy: [says.unlessPrecededBy('x', 'x'), says.unlessPrecededBy('x', undefined)],
  };
}

function saidOnPage(says: ExplanationMessages): Said<ExplanationMessages> {
  return {
    howSure: [says.howSure],
    signs: [says.signs],
    signals: [says.signals],
    footer: [says.footer],
    bundle: [says.bundle],
    takenUnknown: [says.takenUnknown],
    bundleTaken: [says.bundleTaken('x', 'x')],
    appliesTo: [says.appliesTo],
    noVersion: [says.noVersion],
    // Only what it joins is in words.
    applies: [],
    judged: Object.values(says.judged),
    paths: [says.paths],
    pathsBelow: [says.pathsBelow],
    result: [says.result],
    results: Object.values(says.results).map((result) => result(2, 'x')),
    sourceMissing: [says.sourceMissing],
    entity: [],
    unreported: [says.unreported('x')],
    andMore: [says.andMore(2)],
    andMoreOf: [says.andMoreOf(2, 'row')],
    tier: Object.values(says.tier).map((tier) => tier(2)),
    unbound: [says.unbound('x')],
    takesAwayAll: [says.takesAwayAll('x', 'x')],
    joinsNothing: [says.joinsNothing('x', 'x')],
    sides: [says.sides('x', 'x', 'x')],
    unknown: [says.unknown('x')],
    counted: (['line', 'event', 'object', 'combination', 'row', 'file'] as const).map((unit) => says.counted(2, unit)),
    nothing: [says.nothing],
    noLineHas: [says.noLineHas('x'), says.noLineHas(undefined)],
    noObjectOf: [says.noObjectOf('x')],
    span: [says.span(['1', '2']).replace('UTC', '')],
    takesAway: [says.takesAway('x', 'x', 'x')],
    shareNoName: [says.shareNoName],
    miss: Object.values(says.miss).map((miss) => miss(2, 'line', 'x')),
    before: [says.before('x', 'x')],
    here: [says.here('x', 'x')],
    notBound: [says.notBound],
    bindsNothing: [says.bindsNothing],
    optionalMissing: [says.optionalMissing],
    searched: [says.searched('x')],
  };
}

function saidInData(says: ExplanationWords): Said<ExplanationWords> {
  return {
    noEndKnown: [says.noEndKnown],
    beforeEnd: [says.beforeEnd('x')],
    lastAt: [says.lastAt('x', 'x'), says.lastAt(undefined, 'x')],
    noTimedRow: [says.noTimedRow('x')],
    seenFrom: [says.seenFrom('x', 'x', 'x')],
    nameNotBound: [says.nameNotBound],
    thereAre: [says.thereAre(2)],
    thereAreDifferent: [says.thereAreDifferent(2, 'x')],
    noTimes: [says.noTimes],
    lasted: [says.lasted('x')],
    spreadOver: [says.spreadOver('x')],
    noValue: [says.noValue],
    nodeOfPod: [says.nodeOfPod('x')],
    notSet: [says.notSet],
    belowConfidence: [says.belowConfidence('low')],
    harmless: [says.harmless('x')],
    folded: [says.folded('x')],
  };
}

describe.each([
  ['of signals', saidOfSignals(signalMessagesFor('en')), saidOfSignals(signalMessagesFor('zh'))],
  ['on the page', saidOnPage(explanationMessagesFor('en')), saidOnPage(explanationMessagesFor('zh'))],
  ['in the data', saidInData(explanationWordsFor('en')), saidInData(explanationWordsFor('zh'))],
])('what an explanation says %s', (_, english, chinese) => {
  it('leaves nothing English in Chinese', () => {
    const terms = /--details|--format json|\bPod\b|\bx\b/g;
    const untold = Object.values(chinese)
      .flat()
      .filter((text) => !CHINESE.test(text) || /[a-z]/i.test(text.replace(terms, '')));
    expect(untold).toEqual([]);
  });

  it('leaves nothing Chinese in English', () => {
    expect(
      Object.values(english)
        .flat()
        .filter((text) => CHINESE.test(text)),
    ).toEqual([]);
  });
});
