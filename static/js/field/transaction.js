/**
 * Run `work(transaction)` in one transaction of an open connection; resolves after the commit.
 * @param {any} connection @param {(transaction: any) => any} work
 * @param {[string[], 'readonly'|'readwrite', object]} how
 */
export async function runOnce(connection, work, [stores, mode, options]) {
  const transaction = connection.transaction(stores, mode, options);
  const working = (async () => work(transaction))();
  working.catch(() => abortQuietly(transaction));
  try {
    const [answer] = await Promise.all([working, transaction.done]);
    return answer;
  } catch (error) {
    // A full disk aborts the transaction: its own error says so, the request's only "aborted".
    throw transaction.error ?? error;
  }
}

function abortQuietly(transaction) {
  try {
    transaction.abort();
  } catch {
    // It is over already; what ended it is the error that the caller gets.
  }
}
