import { empty, json, unknownPath, type Answer } from '../answer.ts';
import type { Account } from '../accounts.ts';
import type { Operation, Permission } from '../control/contract.ts';
import { answerList, type CursorStyle } from './listing.ts';
import { parseListQuery } from './list-query.ts';
import { answerMe } from './me.ts';
import { alreadyExists, invalid, notFound, notPermitted, tooLong, unauthenticated } from './refusals.ts';
import { isSecretName, valueProblem, type SecretRules } from './rules.ts';
import type { Secrets } from './secrets.ts';

/** A call as it came in: already matched to an operation, its body parsed (or not parseable). */
export interface ApiCall {
  operation: Operation;
  /** From the path of an update or a delete. */
  secretName: string | undefined;
  query: URLSearchParams;
  body: unknown;
  bodyTooLong: boolean;
  account: Account | undefined;
}

/** An answer, and whether the platform's state was changed by it. */
export interface ApiOutcome {
  answer: Answer;
  committed: boolean;
}

const refused = (answer: Answer): ApiOutcome => ({ answer, committed: false });

const PERMISSION_FOR: Partial<Record<Operation, Permission>> = {
  create: 'create',
  list: 'read',
  update: 'update',
  delete: 'delete',
};

/** The Secrets API as Kelvin documents it: who may, is it valid, do it, answer. */
export class SecretsApi {
  readonly #secrets: Secrets;
  readonly #rules: SecretRules;
  readonly #cursorStyle: CursorStyle;

  constructor(secrets: Secrets, rules: SecretRules, cursorStyle: CursorStyle) {
    this.#secrets = secrets;
    this.#rules = rules;
    this.#cursorStyle = cursorStyle;
  }

  async answer(call: ApiCall): Promise<ApiOutcome> {
    const { account, operation } = call;
    if (account === undefined)
      return refused(unauthenticated('The access token is missing, expired or not from this platform.'));
    const permission = PERMISSION_FOR[operation];
    if (permission !== undefined && !account.permissions.has(permission))
      return refused(notPermitted(permission));
    switch (operation) {
      case 'create':
        return this.#create(call, account);
      case 'update':
        return this.#update(call, account);
      case 'delete':
        return this.#delete(call);
      case 'list':
        return refused(this.#list(call));
      case 'me':
        return refused(answerMe(account));
      default:
        return refused(unknownPath());
    }
  }

  async #create(call: ApiCall, account: Account): Promise<ApiOutcome> {
    const name = field(call.body, 'name');
    if (call.bodyTooLong) return refused(tooLong(this.#rules.maxValueBytes));
    if (call.body === undefined) return refused(invalid('body', 'The body is not a JSON object.'));
    if (typeof name !== 'string') return refused(invalid('name', 'A name is required, as text.'));
    if (!isSecretName(name, this.#rules)) return refused(invalid('name', this.#nameRule()));
    const value = this.#value(call);
    if (typeof value !== 'string') return refused(value);
    if (this.#secrets.has(name)) return refused(alreadyExists(name));
    return { answer: json(201, await this.#secrets.create(name, value, account.krn)), committed: true };
  }

  async #update(call: ApiCall, account: Account): Promise<ApiOutcome> {
    const name = call.secretName ?? '';
    if (!this.#secrets.has(name)) return refused(notFound(name));
    const value = this.#value(call);
    if (typeof value !== 'string') return refused(value);
    return { answer: json(200, await this.#secrets.update(name, value, account.krn)), committed: true };
  }

  async #delete(call: ApiCall): Promise<ApiOutcome> {
    const name = call.secretName ?? '';
    if (!this.#secrets.has(name)) return refused(notFound(name));
    await this.#secrets.delete(name);
    return { answer: empty(200), committed: true };
  }

  #list(call: ApiCall): Answer {
    const query = parseListQuery(call.query);
    if ('field' in query) return invalid(query.field, query.description);
    return answerList(this.#secrets.listed(), query, this.#cursorStyle);
  }

  #value(call: ApiCall): string | Answer {
    if (call.bodyTooLong) return tooLong(this.#rules.maxValueBytes);
    const value = field(call.body, 'value');
    if (typeof value !== 'string') return invalid('value', 'A value is required, as text.');
    switch (valueProblem(value, this.#rules)) {
      case 'empty':
        return invalid('value', 'A value cannot be empty.');
      case 'no-text':
        return invalid('value', 'A value must be text that has UTF-8 bytes.');
      case 'too-long':
        return tooLong(this.#rules.maxValueBytes);
      case undefined:
        return value;
    }
  }

  #nameRule(): string {
    const marks = this.#rules.legacyNames ? '`.`, `_` or `-`' : '`-`';
    return (
      `A name can only contain lowercase alphanumeric characters and ${marks}, ` +
      'begins and ends with a letter or digit, and has at most 63 characters.'
    );
  }
}

/** An own property of a parsed JSON object; anything else has none. */
export function field(body: unknown, name: string): unknown {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return undefined;
  return (body as Record<string, unknown>)[name];
}
