/**
 * The interface between the field app and its screens: `app.state` is one frozen plain object,
 * replaced as a whole at each change; screens call methods of the app and never touch storage.
 *
 *   const stop = app.subscribe((state) => render(state));   // called at once, then at each change
 *
 * Methods of the app. Those that return a promise never reject: what went wrong is told in
 * `state.problem` (a sentence for a person), and the promise then gives false.
 *   enrol(code) · signIn(username, password) · switchPerson(personId) · signOut()   → Promise<boolean>
 *   refreshCalls() · chooseCall(callId) · leaveCall()                               → Promise<boolean>
 *   setDirection(direction) · setDeck(deck) · setGang(gang) · setTheme(theme)
 *   typeEntry(text)                 looks up while typing; the answer is state.entry
 *   pickCandidate(identifier)       a tap on one of entry.candidates
 *   clearEntry()
 *   countUnit(identifier)           one listed unit; resolves after the event is durable
 *   countOver({identifier} or {description})   not on the list; `entry.over` is the ready argument
 *   countLine(lineId, quantity)     COUNTED: units, BULK: kg
 *   undo(eventId)                   a reversal of an own count of the last 15 minutes
 *   sendNow() · exportQueue()       exportQueue saves a file and resolves to its name
 *   dismissAttention(eventId)       only after exportQueue() (else it answers false)
 *   applyUpdate() · promptInstall() · dismissProblem() · dismissReset() · dismissNotSaved()
 *   setSound(isOn)                  a click and a buzz at each count
 *   tell(problem)                   show a sentence as a problem
 * @file
 */

/** @typedef {'starting'|'enrol'|'sign-in'|'choose-call'|'counting'} Phase */
/** @typedef {'LOAD'|'DISCHARGE'} Direction */
/** @typedef {'system'|'day'|'night'} Theme */
/**
 * 'ok' last exchange worked · 'sending' · 'offline' nobody answers · 'portal' somebody else
 * answers (a hotel-style sign-in page) · 'busy' the office asked to wait · 'refused' the office
 * refused the request as a whole · 'enrol' this tablet is not enrolled, or no more.
 * @typedef {'starting'|'ok'|'sending'|'offline'|'portal'|'busy'|'refused'|'enrol'} Network
 */
/** @typedef {{id: number, name: string}} Tablet @typedef {{name: string, locode: string, timeZone: string}} Terminal */
/**
 * `isCurrent` false: the 16 hours of the sign-in are over; the person must sign in again to count,
 * except where there is no network to do so: then the office flags what was counted.
 * `isRefused` true: the office ended the sign-in (a new password, a right taken away); counting goes on.
 * @typedef {{id: number, username: string, name: string, until: string, isCurrent: boolean, isRefused: boolean}} Person
 */
/**
 * As the office last told it; `counted` is the office's number when `calls` were fetched.
 * `onTablet` says which list is kept here, null where none is.
 * @typedef {{id: number, reference: string, vessel: string, voyage: string, status: string,
 *   berth: string, directions: Direction[], decks: string[], gangs: string[],
 *   ports: {locode: string, name: string}[], counted: number, manifested: number,
 *   onTablet: {version: number, fetchedAt: string}|null}} Call
 */
/**
 * One unit as shown on the big card. `identifier` in full; `tail` is how many of its last
 * characters were typed, `uniqueTail` how many are needed to tell it from all others aboard,
 * `lookAlikes` how many others have the same end but for one digit: then compare the label.
 * @typedef {{identifier: string, tail: number, uniqueTail: number, lookAlikes: number, direction: Direction,
 *   make: string, model: string, colour: string, cargoClass: string, port: string,
 *   portName: string, hold: string, isWorkedHere: boolean, isListed: boolean,
 *   lineId: number|null, counted: CountedBy|null}} Card
 */
/** @typedef {{eventId: string, at: string, by: string, isMine: boolean, deck: string}} CountedBy */
/**
 * 'empty' nothing typed · 'type-more' under 3 characters, or too many fit · 'pick' some fit, or
 * one fits but too little was typed to be sure: show `candidates` in full, a tap picks ·
 * 'ready' `card` can be counted with one tap · 'counted' `card.counted` says when and by whom ·
 * 'held' `card.hold` says why; counting is possible, and flagged · 'wrong-port' listed but not
 * for this terminal; counting is possible, and flagged · 'wrong-direction' listed for the other
 * direction · 'not-listed' nothing fits: offer `over`.
 * @typedef {'empty'|'type-more'|'pick'|'ready'|'counted'|'held'|'wrong-port'|'wrong-direction'|
 *   'not-listed'} EntryKind
 */
/**
 * @typedef {{text: string, kind: EntryKind, matchCount: number, candidates: Card[],
 *   card: Card|null, over: {identifier: string}|{description: string}|null}} Entry
 */
/**
 * One line of a COUNTED or BULK cargo; `counted` is mine and others' of what
 * is listed for here, `beyond` what came past that, `mine` the active person's of both.
 * @typedef {{id: number, mode: 'COUNTED'|'BULK', direction: Direction, billOfLading: string,
 *   description: string, cargoClass: string, port: string, portName: string, expected: number,
 *   unit: 'units'|'kg', isWorkedHere: boolean, counted: number, beyond: number, mine: number}} Line
 */
/** @typedef {{version: number, unitCount: number, lines: Line[], fetchedAt: string}} Cargo */
/**
 * An own event, newest first. 'saved' is on this tablet, 'sent' is in the office's ledger.
 * @typedef {{eventId: string, kind: 'COUNT'|'REVERSAL', title: string, identifier: string,
 *   lineId: number|null, quantity: number, unit: 'units'|'kg', deck: string, gang: string,
 *   at: string, by: string, state: 'saved'|'sent'|'attention', flags: string[],
 *   isUndone: boolean, canUndo: boolean}} RecentEvent
 */
/** @typedef {{eventId: string, sequence: number, verdict: 'rejected'|'conflict', reason: string,
 *   title: string, at: string, by: string, isExported: boolean}} Attention */
/** @typedef {{name: string, counted: number, beyond: number, mine: number, manifested: number|null}} Share */
/**
 * Units only (BULK is on its line, in kg), in the chosen direction. `byPort` carries manifested.
 * `all` and a share's `counted` hold `beyond`: overs, the wrong port, more of a line than listed.
 * @typedef {{all: number, beyond: number, mine: number, manifested: number, byDeck: Share[], byPort: Share[],
 *   thisHour: {all: number, mine: number}, asOf: string|null}} Totals
 */
/**
 * `saveError` is set when an event could NOT be saved: show it over everything, with `what` to
 * write down. 'update' means an old tab met a newer database: offer applyUpdate().
 * `usedBytes` is what the browser says; what it says of free room is no promise.
 * @typedef {{isPersisted: boolean|null, wasReset: boolean, usedBytes: number|null,
 *   saveError: {what: string, because: 'full'|'update'|'failed'}|null}} Storage
 */
/** @typedef {{canPrompt: boolean, isInstalled: boolean, isStandalone: boolean, isIos: boolean}} Install */
/** @typedef {{offsetMs: number|null, isOff: boolean}} Clock */
/**
 * `isRevoked`: the office knows this tablet no more; counting goes on, for the export.
 * `outage`: a `problem` that is over when the office answers.
 * @typedef {{phase: Phase, isBusy: boolean, problem: string, outage: string, tablet: Tablet|null,
 *   isRevoked: boolean, terminal: Terminal|null, person: Person|null, peopleOnTablet: Person[], calls: Call[],
 *   call: Call|null, cargo: Cargo|null, entry: Entry,
 *   chosen: {direction: Direction|'', deck: string, gang: string},
 *   justCounted: RecentEvent|null, recent: RecentEvent[], totals: Totals, unsentCount: number,
 *   needsAttention: Attention[], network: Network, hasSent: boolean, lastSentAt: string|null,
 *   nextAttemptAt: string|null, journalId: string, clock: Clock, storage: Storage, install: Install,
 *   update: {isReady: boolean, isRequired: boolean}, build: string, theme: Theme, hasSound: boolean}} State
 */
export {};
