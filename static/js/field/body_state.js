/**
 * Publish the state as attributes, for tests and for whoever looks over a shoulder.
 * @param {any} app @param {HTMLElement} body
 */
export function publish(app, body) {
  app.subscribe((state) => {
    const facts = {
      phase: state.phase,
      unsent: state.unsentCount,
      attention: state.needsAttention.length,
      network: state.network,
      update: updateOf(state),
      build: state.build,
      call: state.call?.id ?? '',
    };
    if (state.phase !== 'starting') facts.ready = 1;
    for (const [name, fact] of Object.entries(facts)) {
      // Each write wakes whoever observes the element, also when it says the same.
      if (body.dataset[name] !== String(fact)) body.dataset[name] = String(fact);
    }
  });
}

function updateOf({ update }) {
  if (!update.isReady) return '';
  return update.isRequired ? 'required' : 'ready';
}
