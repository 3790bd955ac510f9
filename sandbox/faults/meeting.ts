import type { Answer } from '../answer.ts';
import { replacement, send, sendHeadPart, sendPart, sendSlowly, type Outlet } from './delivery.ts';
import type { RequestFault } from './rules.ts';
import type { Waiting } from './waiting.ts';

/** A request that is ready to be executed, and what the fault may do with it. */
export interface Meeting {
  outlet: Outlet;
  /** Does what was asked and answers; notes in the journal what was committed. Called at most once. */
  execute(): Promise<Answer>;
  /** Notes the status that goes out. */
  answered(status: number): void;
  waiting: Waiting;
  /** The value that the request carried, for the fault that quotes it. */
  value: string | undefined;
}

/** Executes a request and answers it, the way the fault wants it. */
export async function meet(fault: RequestFault | undefined, meeting: Meeting): Promise<void> {
  const { outlet, execute, waiting } = meeting;
  switch (fault?.kind) {
    case undefined:
      return answer(meeting, await execute());
    case 'hang-before-commit':
      return waiting.hang(outlet.response);
    case 'reset-before-commit':
      return outlet.reset();
    case 'hang-after-commit':
      await execute();
      return waiting.hang(outlet.response);
    case 'reset-after-commit':
      await execute();
      return outlet.reset();
    case 'close-idle':
      if (fault.commit) await execute();
      // In good order (FIN), before a single byte of an answer: what an idle connection that timed out looks
      // like.
      return void outlet.response.destroy();
    case 'commit-late':
      waiting.hang(outlet.response);
      return waiting.land(async () => void (await execute()), fault.afterMs);
    case 'reset-in-head':
      await execute();
      return sendHeadPart(outlet);
    case 'reset-in-body':
      return partly(meeting, await execute(), 'reset');
    case 'truncate-body':
      return partly(meeting, await execute(), 'close', fault.bytes);
    case 'slow': {
      const whole = await execute();
      meeting.answered(whole.status);
      return sendSlowly(outlet, whole, fault.bytesPerSecond);
    }
    case 'status':
    case 'html-200':
    case 'redirect': {
      if (fault.commit) await execute();
      return answer(meeting, replaced(fault, undefined, meeting.value));
    }
    case 'echo-value':
      return answer(meeting, replaced(fault, undefined, meeting.value));
    case 'wrong-shape':
    case 'empty-body':
    case 'wrong-name':
      return answer(meeting, replaced(fault, await execute(), meeting.value));
  }
}

function answer(meeting: Meeting, whole: Answer): void {
  meeting.answered(whole.status);
  send(meeting.outlet, whole);
}

function partly(meeting: Meeting, whole: Answer, end: 'reset' | 'close', bytes?: number): void {
  meeting.answered(whole.status);
  sendPart(meeting.outlet, whole, end, bytes);
}

function replaced(fault: RequestFault, real: Answer | undefined, value: string | undefined): Answer {
  const instead = replacement(fault, real, value);
  if (instead === undefined) throw new Error(`the fault '${fault.kind}' does not replace an answer`);
  return instead;
}
