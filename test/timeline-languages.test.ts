import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Timeline } from '../src/model/timeline.js';
import { buildTimeline } from '../src/pipeline/build-timeline.js';
import { type TimelineWords, timelineWordsFor } from '../src/timeline/timeline-words.js';
import { GONE, VOLUME, writeLifeBundle } from './support/life-bundle.js';

const CHINESE = /\p{Script=Han}/u;

/** Everything that a language says, with `x` for what comes from the bundle; a message left out here does not compile. */
function everythingSaid(words: TimelineWords): readonly string[] {
  const { meanings, eventRemark: _, ...rest } = words;
  const said: Readonly<Record<keyof typeof rest, readonly string[]>> = {
    created: [words.created],
    deletionRequested: [words.deletionRequested('x'), words.deletionRequested('')],
    restartAsked: [words.restartAsked],
    taintAdded: [words.taintAdded('x')],
    became: [words.became('x', 'x', 'x'), words.became('x', 'x', '')],
    stands: [words.stands('x', 'x', 'x'), words.stands('x', 'x', '')],
    phase: [words.phase('x')],
    containerStarted: [words.containerStarted('x', 0), words.containerStarted('x', 2)],
    containerStartedAndEnded: [words.containerStartedAndEnded('x')],
    containerEnded: [words.containerEnded('x', ['x']), words.containerEnded('x', [])],
    exitCode: [words.exitCode('x')],
    event: [words.event('x', 'x'), words.event('x', '')],
    loggedEvent: [words.loggedEvent('x', 'x', 'x')],
    andMoreOfKind: [words.andMoreOfKind('x', 2)],
    noObject: [words.noObject('x')],
    noObjectsRead: [words.noObjectsRead],
    noEvents: [words.noEvents],
    noLogs: [words.noLogs],
    earlyLogs: [words.earlyLogs(2)],
  };
  return [...Object.values(said).flat(), ...Object.values(meanings)];
}

let folder: string;
beforeAll(async () => {
  folder = await writeLifeBundle();
});
afterAll(() => rm(folder, { recursive: true }));

function lifeIn(language: 'en' | 'zh', entity: string): Promise<Timeline> {
  const rules = { builtin: false, packs: [join(folder, 'pack')] };
  return buildTimeline(join(folder, 'life'), { entity, rules, language });
}

describe('the words of a timeline', () => {
  it('leave nothing English in Chinese', () => {
    const english = everythingSaid(timelineWordsFor('en'));
    const chinese = everythingSaid(timelineWordsFor('zh'));
    const terms = /\b(?:x|Longhorn|Job|kubelet)\b/g;
    const untold = chinese.filter((text) => !CHINESE.test(text) || /[a-z]/i.test(text.replace(terms, '')));
    expect(untold).toEqual([]);
    expect(english.filter((text) => CHINESE.test(text) || chinese.includes(text))).toEqual([]);
  });

  it.each(['en', 'zh'] as const)('know an event again by its statement, listed or logged: %s', (language) => {
    const { event, loggedEvent, eventRemark } = timelineWordsFor(language);
    const said = [event('R: m (n)', ''), event('R: m (n)', 'c@n'), loggedEvent('R: m (n)', 'Volume', 'v')];
    expect(said.map((text) => text.replace(eventRemark, ''))).toEqual(['R: m (n)', 'R: m (n)', 'R: m (n)']);
  });
});

describe('a timeline in Chinese', () => {
  it.each([`volume/${VOLUME}`, 'vm/prod/web', 'node/n1'])(
    'of %s tells the same, at the same places',
    async (entity) => {
      const [english, chinese] = [await lifeIn('en', entity), await lifeIn('zh', entity)];
      const untranslated = ({ entries }: Timeline): unknown => entries.map(({ text: _, ...rest }) => rest);
      expect(untranslated(chinese)).toEqual(untranslated(english));
      expect(chinese.leftOut).toEqual(english.leftOut);
    },
  );

  it('says in Chinese what objects and events tell, and leaves what logs say', async () => {
    const { entries } = await lifeIn('zh', `volume/${VOLUME}`);
    const isChinese = ({ kind }: Timeline['entries'][number]): boolean => kind === 'object' || kind === 'event';
    expect(entries.filter((entry) => CHINESE.test(entry.text) !== isChinese(entry)).map(({ text }) => text)).toEqual(
      [],
    );
  });

  it('notes in Chinese what could not be looked at', async () => {
    const { notes } = await lifeIn('zh', GONE);
    expect(notes).toEqual([expect.stringMatching(CHINESE)]);
  });
});
