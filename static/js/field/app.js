import { Happenings } from './happenings.js';
import { Opening } from './opening.js';
import { assemble } from './parts.js';
import { attempt } from './problems.js';
import { initialState, Store } from './store.js';

/**
 * The field app as its screens see it: one state, and what a person can do (`types.js`).
 * @param {object} device what `main.js` takes from the browser; a test hands its own
 */
export function createApp(device) {
  const { build, preferences, install, signals, tabs } = device;
  const { theme, hasSound } = preferences;
  const store = new Store(initialState({ build, theme, hasSound, install: install.state }));
  const happenings = new Happenings(device, store);
  const parts = assemble(device, store, happenings);
  const opening = new Opening({ device, store, parts, happenings });
  happenings.serve(parts, opening);
  signals.isOn = hasSound;
  install.publishTo(store);
  const { people, enrolment, desk, choices, entries, picture, counting, waiting, sender, updates } = parts;

  const ask = (work) => attempt(store, work);
  /** Sound may begin only in the tap itself. */
  const tap = (work) => {
    signals.prepare();
    return work();
  };
  const choose = (change) => {
    happenings.inBackground(choices.set(change));
    picture.draw();
  };
  /** Who counts here changed: the other tabs are told, and the office is asked what it has for them. */
  const changePeople = (work) => ask(async () => {
    await work();
    opening.showPeople();
    tabs.post({ type: 'people' });
    await waiting.refresh();
    await happenings.emptyIfLeft();
    sender.noticeHope();
    if (people.readingToken && !store.state.call) happenings.inBackground(desk.refresh());
  });

  return {
    get state() {
      return store.state;
    },
    subscribe: (listener) => store.subscribe(listener),
    start: () => opening.start(),

    enrol: (code) => ask(async () => {
      await enrolment.enrol(code);
      opening.showPeople();
      tabs.post({ type: 'tablet' });
      sender.noticeHope();
    }),
    signIn: (username, password) => changePeople(() => people.signIn(username, password)),
    switchPerson: (personId) => changePeople(() => people.switchTo(personId)),
    signOut: () => changePeople(() => people.signOut()),

    refreshCalls: () => ask(() => desk.refresh()),
    chooseCall: (callId) => ask(() => desk.choose(callId)),
    leaveCall: () => ask(() => desk.leave()),
    setDirection: (direction) => choose({ direction }),
    setDeck: (deck) => choose({ deck }),
    setGang: (gang) => choose({ gang }),

    typeEntry: (text) => tap(() => entries.type(text)),
    pickCandidate: (identifier) => tap(() => entries.pick(identifier)),
    clearEntry: () => entries.clear(),
    countUnit: (identifier) => tap(() => counting.countUnit(identifier)),
    countOver: (over) => tap(() => counting.countOver(over)),
    countLine: (lineId, quantity) => tap(() => counting.countLine(lineId, quantity)),
    undo: (eventId) => tap(() => counting.undo(eventId)),

    sendNow: () => sender.sendNow(),
    exportQueue: () => ask(async () => {
      const names = await parts.queueFile.save();
      await waiting.refresh();
      return names;
    }),
    dismissAttention: (eventId) => ask(() => waiting.dismiss(eventId)),
    applyUpdate: () => updates.apply(),
    promptInstall: () => ask(() => install.prompt()),
    tell: (problem) => store.set({ problem }),
    dismissProblem: () => store.set({ problem: '' }),
    dismissReset: () => parts.deviceStorage.dismissReset(),
    dismissNotSaved: () => parts.alarm.dismiss(),

    setTheme: (chosen) => {
      preferences.theme = chosen;
      store.set({ theme: chosen });
    },
    setSound: (isOn) => {
      preferences.hasSound = isOn;
      signals.isOn = isOn;
      store.set({ hasSound: isOn });
    },
  };
}
