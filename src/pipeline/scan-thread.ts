import { parentPort, workerData } from 'node:worker_threads';
import { readPacked } from '../archive/index.js';
import type { Warning, WarningSink } from '../errors/index.js';
import { MatcherSet } from '../logs/matcher/matcher-set.js';
import { ScanModule } from '../logs/matcher/scan-module.js';
import { RuleProfile } from '../rules/rule-profile.js';
import { loadRuleSet } from '../rules/rule-set.js';
import { ChunkQueue } from './chunk-queue.js';
import { linePlanOf } from './line-plan-of.js';
import { LogStream, type StreamDescription } from './log-stream.js';
import type { ScanAnswer, ScanRequest, ScanWorkerData } from './scan-messages.js';
import { InlineScanner } from './stream-scanner.js';

/**
 * Scans, in this worker thread, what another thread reads; it speaks {@link ScanRequest} and {@link ScanAnswer}.
 * @throws Error in the main thread.
 */
export async function runScanThread(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('this is run in a worker thread');
  const data: ScanWorkerData = workerData;
  const answer = (message: ScanAnswer): void => {
    port.postMessage(message);
  };
  const warnings: Warning[] = [];
  const warn: WarningSink = (warning) => {
    warnings.push(warning);
  };
  const loaded = await loadRuleSet(data.rules);
  const profile = data.isProfiled ? new RuleProfile() : undefined;
  const rules = profile === undefined ? loaded.rules : profile.watch(loaded.rules);
  const plan = linePlanOf(rules, warn, profile?.collector);
  const matchers = new MatcherSet(plan.literals, ScanModule.load());
  const scanner = new InlineScanner(plan, matchers, warn, data.range);
  let queue: ChunkQueue | undefined;
  let scanned: Promise<void> = Promise.resolve();

  const scan = async (description: StreamDescription, chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    const stream = new LogStream(description);
    await scanner.scan(stream, { read: () => chunks });
    answer({ kind: 'times', index: description.index, times: stream.times() });
  };
  const receive = async (request: ScanRequest): Promise<void> => {
    switch (request.kind) {
      case 'open': {
        const chunks = new ChunkQueue(() => {
          answer({ kind: 'scanned' });
        });
        queue = chunks;
        scanned = scanned.then(() => scan(request.stream, chunks));
        return;
      }
      case 'entry': {
        const { stream, packed } = request;
        scanned = scanned.then(() => scan(stream, readPacked(packed, data.limits, warn)));
        return;
      }
      case 'chunk':
        queue?.push(new Uint8Array(data.ring, request.piece.offset, request.piece.length));
        return;
      case 'close':
        queue?.close();
        return;
      case 'finish':
        await scanned;
        answer({
          kind: 'finished',
          plan: plan.content(),
          result: await scanner.finish(),
          warnings,
          costs: profile?.signals() ?? [],
        });
        port.close();
    }
  };
  port.on('message', (request: ScanRequest) => {
    void receive(request);
  });
  answer({ kind: 'ready' });
}
