import { NOON } from './time.mjs';

const json = (content, { status = 200, headers = {} } = {}) =>
  new Response(status === 304 ? null : JSON.stringify(content), {
    status, headers: { 'Content-Type': 'application/json', ...headers },
  });
const refuse = (status, code, headers = {}) => json({ error: { code, message: `The office says ${code}.` } }, { status, headers });

/** An office in memory that speaks the field protocol; a test may spoil its answers. */
export class Office {
  build = 'build-1';
  minimumBuild = '';
  nowMs = () => NOON;
  tablets = new Map([['CODE1234', { id: 4, name: 'Ramp 2' }]]);
  people = new Map([['clerk1', { id: 7, name: 'Clerk 7' }], ['clerk2', { id: 8, name: 'Clerk 8' }]]);
  calls = [aCall()];
  cargo = new Map([[12, aCargo()]]);
  ledger = [];
  /** Of calls that are not being worked. */
  statuses = new Map();
  endedTokens = new Set();
  /** Why an event is rejected, or nothing. */
  objectionTo = () => '';
  faults = [];
  seen = [];
  device = { tablet: null };

  /** Spoil the next `count` requests whose line ("POST events") starts so. */
  spoil(start, fault, count = 1) {
    this.faults.push({ start, fault, count });
  }

  fetch = async (address, { method = 'GET', headers = {}, body = 'null' } = {}) => {
    const path = address.replace('/field/api/v1/', '');
    const line = `${method} ${path}`;
    const content = JSON.parse(body);
    this.seen.push({ line, content, headers });
    const fault = this.#faultFor(line);
    if (fault === 'offline') throw new TypeError('Failed to fetch');
    if (fault instanceof Response) return fault.clone();
    const answer = this.#answer(line, path, content, headers);
    if (fault === 'lost') throw new TypeError('connection reset');
    return typeof fault === 'function' ? fault(answer) : answer;
  };

  #faultFor(line) {
    const spoilt = this.faults.find(({ start, count }) => count > 0 && line.startsWith(start));
    if (spoilt) spoilt.count -= 1;
    return spoilt?.fault;
  }

  #answer(line, path, content, headers) {
    if (path === 'session') return json(this.#session(headers));
    if (path === 'enrol') return this.#enrol(content);
    if (!this.device.tablet) return refuse(401, 'tablet_not_enrolled');
    if (path === 'sign-in') return this.#signIn(content);
    if (path === 'events') return json(this.#events(content));
    if (!this.#holder(headers)) return refuse(401, 'sign_in_required');
    if (path === 'calls') return json({ calls: this.calls });
    const [, id, what] = /^calls\/(\d+)\/(cargo|changes)/.exec(path);
    return what === 'cargo' ? this.#cargo(Number(id), headers) : json(this.#changes(Number(id), path));
  }

  #session(headers) {
    const { tablet } = this.device;
    return {
      csrf_token: 'csrf', server_now: new Date(this.nowMs()).toISOString(), build: this.build,
      minimum_build: this.minimumBuild, tablet, terminal: tablet && aTerminal(),
      person: (tablet && this.#holder(headers)) || null,
    };
  }

  #enrol({ code }) {
    const tablet = this.tablets.get(code.replace('-', ''));
    if (!tablet) return refuse(403, 'code_not_valid');
    this.device.tablet = tablet;
    return json({ tablet, terminal: aTerminal() }, { status: 201 });
  }

  #signIn({ username, password }) {
    const person = this.people.get(username);
    if (!person || password !== 'right') return refuse(403, 'sign_in_failed');
    const until = new Date(this.nowMs() + 16 * 3600_000).toISOString();
    const shift_token = `${this.device.tablet.id}/${person.id}/${until}`;
    return json({ shift_token, person: { ...person, username, until }, server_now: new Date(this.nowMs()).toISOString() });
  }

  #holder(headers) {
    const token = headers['Shift-Token'];
    if (!token || this.endedTokens.has(token)) return null;
    const [tabletId, personId, until] = token.split('/');
    if (Number(tabletId) !== this.device.tablet?.id || Date.parse(until) <= this.nowMs()) return null;
    return [...this.people.values()].find(({ id }) => id === Number(personId)) ?? null;
  }

  #cargo(id, headers) {
    const list = this.cargo.get(id);
    const etag = `"${list.version}"`;
    return headers['If-None-Match'] === etag ? json(null, { status: 304, headers: { ETag: etag } })
      : json({ call: id, ...list }, { headers: { ETag: etag } });
  }

  #events({ events, journal_id }) {
    const results = events.map((event) => this.#judge(event, journal_id));
    return { results, heads: {}, server_now: new Date(this.nowMs()).toISOString(), build: this.build, minimum_build: this.minimumBuild };
  }

  #judge({ shift_token: token, ...event }, journal_id) {
    const answer = (verdict, rest = {}) => ({ event_id: event.event_id, verdict, position: null, reason: '', flags: [], ...rest });
    const earlier = this.ledger.find(({ event_id }) => event_id === event.event_id);
    if (earlier) return answer('duplicate', { position: earlier.position });
    if (Number(token.split('/')[0]) !== this.device.tablet.id) return answer('rejected', { reason: 'token_not_valid' });
    const reason = this.objectionTo(event);
    if (reason) return answer('rejected', { reason });
    const person = [...this.people.values()].find(({ id }) => id === Number(token.split('/')[1]));
    return answer('accepted', { position: this.record({ ...event, journal_id, person: person.name, tablet: this.device.tablet.id }) });
  }

  /** Write an event of this or another tablet. @returns {number} its position */
  record(event) {
    const position = this.ledger.filter(({ call }) => call === event.call).length + 1;
    this.ledger.push({ flags: [], ...event, position });
    return position;
  }

  #changes(call, path) {
    const after = Number(/after=(\d+)/.exec(path)[1]);
    const limit = Number(/limit=(\d+)/.exec(path)[1]);
    const all = this.ledger.filter((event) => event.call === call);
    const events = all.filter(({ position }) => position > after).slice(0, limit);
    return { events, position: events.at(-1)?.position ?? after, more: all.length > after + events.length,
      status: this.statuses.get(call) ?? 'WORKING', head: { position: all.length, digest: '' } };
  }
}

export const aTerminal = () => ({ name: 'Colonel', locode: 'USSSI', time_zone: 'America/New_York' });

export const aCall = (fields = {}) => ({
  id: 12, reference: 'SSI-2026-0042', vessel: 'Morning Example', voyage: '042E', status: 'WORKING', berth: '1',
  directions: ['LOAD'], decks: ['5', '6'], gangs: ['Gang 1', 'Gang 3'], ports: [{ locode: 'DEBRV', name: 'Bremerhaven' }],
  cargo_version: 1, head: { position: 0, digest: '' }, counted: 0, manifested: 4, ...fields,
});

export const aUnit = (identifier, fields = {}) => ({
  identifier, line: 31, direction: 'LOAD', make: 'Example', model: 'Hatch', colour: 'Red', cargo_class: 'CAR',
  port: 'DEBRV', is_worked_here: true, hold: '', ...fields,
});

export const aLine = (id, fields = {}) => ({
  id, mode: 'COUNTED', direction: 'LOAD', bill_of_lading: `BL${id}`, description: 'Cases of parts', cargo_class: 'CASE',
  port: 'DEBRV', expected: 24, unit: 'units', is_worked_here: true, ...fields,
});

export const aCargo = (fields = {}) => ({
  version: 1,
  units: ['WVWZZZ1JZXW000111', 'WVWZZZ1JZXW000222', 'WVWZZZ1JZXW000333'].map((vin) => aUnit(vin)),
  lines: [aLine(31, { mode: 'IDENTIFIED', description: '', expected: 3 }), aLine(41), aLine(42, { mode: 'BULK', unit: 'kg', description: 'Clay', expected: 90_000 })],
  ...fields,
});
