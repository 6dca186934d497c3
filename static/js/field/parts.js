import { Alarm } from './alarm.js';
import { CallCache } from './call_cache.js';
import { Calls } from './calls.js';
import { Choices } from './choices.js';
import { Counting } from './counting.js';
import { Database } from './database.js';
import { Desk } from './desk.js';
import { DeviceStorage } from './device_storage.js';
import { Enrolment } from './enrolment.js';
import { Entries } from './entries.js';
import { QueueFile } from './queue_file.js';
import { Outbox } from './outbox.js';
import { People } from './people.js';
import { Picture } from './picture.js';
import { Reserve } from './reserve.js';
import { Sender } from './sender.js';
import { Sync } from './sync.js';
import { Updates } from './updates.js';
import { Waiting } from './waiting.js';

/**
 * Make the parts of the app. Each gets what it needs and knows the others only through that; what
 * happens in one and concerns others goes through `happenings`.
 * @param {object} device what `main.js` takes from the browser @param {object} store
 * @param {object} happenings functions that the parts call when something happened
 */
export function assemble(device, store, happenings) {
  const database = new Database({
    openDB: device.openDB, mintId: device.mintId,
    onJournal: (journal) => deviceStorage.onJournal(journal),
    onNewer: () => store.patch('update', { isReady: true }),
  });
  const needs = { ...device, ...happenings, database, store };
  const deviceStorage = new DeviceStorage(needs);
  const reserve = new Reserve(needs);
  const outbox = new Outbox({ ...needs, reserve });
  const people = new People(needs);
  const cache = new CallCache(needs);
  const calls = new Calls({ ...needs, cache, token: () => people.readingToken });
  const alarm = new Alarm(needs);
  const choices = new Choices(needs);
  const desk = new Desk({
    ...needs, cache, calls,
    onBook: (asOf) => picture.open(asOf), onPulled: (asOf) => picture.pulled(asOf),
  });
  const picture = new Picture({ ...needs, desk, people, choices, onChanged: () => entries.lookAgain() });
  const entries = new Entries({ ...needs, desk, isMine: picture.isMine });
  const counting = new Counting({ ...needs, alarm, desk, entries, people, outbox });
  const sync = new Sync({ ...needs, outbox });
  const sender = new Sender({
    ...needs, unsentCount: () => store.state.unsentCount,
    flush: (how) => sync.flush({ ...how, shiftToken: people.readingToken }),
  });
  return {
    alarm, cache, calls, choices, counting, database, desk, deviceStorage, entries, outbox, people, picture,
    reserve, sender, enrolment: new Enrolment(needs), queueFile: new QueueFile(needs),
    updates: new Updates(needs), waiting: new Waiting(needs),
  };
}
