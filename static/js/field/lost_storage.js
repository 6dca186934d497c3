/**
 * The browser cleared the storage under a running page. What is still in memory goes back at once:
 * who is signed in, the list, and events of the open call that were not sent. Their ids stay the
 * same, so what the office has already is not counted twice.
 */
export async function putBack({ people, enrolment, choices, desk, cache, database, outbox, waiting }) {
  await Promise.all([people.keepAgain(), enrolment.keepAgain(), choices.keepAgain()]);
  const { book, known: { calls, list } } = desk;
  if (book) {
    await database.put('settings', book.call, 'open_call');
    await cache.putCalls(calls, book.call.id);
    if (list) await cache.putCargo(list);
    for (const { event, shown } of book.unsent()) book.takeOwn(await outbox.record(event, shown));
    // What others counted is read from the start: of that, nothing is kept any more.
    book.forgetChanges();
  }
  await waiting.refresh();
}
