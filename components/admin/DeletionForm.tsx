/**
 * Deleting what is kept about one visitor.
 *
 * @module
 */

/** What the page shows. */
export interface DeletionFormProps {
  /** What was typed. */
  id: string;
  /** What was deleted, by kind; `null`: nothing was asked yet. */
  deleted: readonly { kind: string; count: number }[] | null;
  /** Why nothing was; `null`: all is well. */
  problem: string | null;
}

/** The form, and what came of it. */
export function DeletionForm({ id, deleted, problem }: DeletionFormProps) {
  return (
    <section class="panel figure-panel">
      <h2>Delete a visitor's data</h2>
      <p class="soft">
        Whoever asks for it finds their id in the cookie <code>anon</code>{" "}
        of their browser; the whole value will do. It ends their call and takes
        away their place in the queue, the partners and blocks that are
        remembered, and everything kept about the call they are in. The id of a
        past call, or of a session in the exported beacons, deletes what is kept
        about that. Sums by the hour and day name nobody and stay.
      </p>
      {deleted !== null && <Result deleted={deleted} />}
      <form method="post" action="/admin/settings/deletion" class="figure-form">
        <div class="figure-field">
          <label for="id">Id of a visitor, a call or a session</label>
          <input
            class="desk-field"
            id="id"
            name="id"
            value={id}
            required
            maxLength={200}
            autocomplete="off"
            spellcheck={false}
            aria-describedby="id-problem"
            aria-invalid={problem === null ? undefined : "true"}
          />
          <p id="id-problem" class="soft" data-problem="">{problem}</p>
        </div>
        <label class="desk-check deletion-check">
          <input type="checkbox" name="sure" value="1" required />
          <span>I know that this cannot be undone.</span>
        </label>
        <div class="figure-buttons">
          <button type="submit" class="desk-button desk-button-danger">
            Delete
          </button>
        </div>
      </form>
    </section>
  );
}

function Result(
  { deleted }: { deleted: NonNullable<DeletionFormProps["deleted"]> },
) {
  return (
    <div class="figure-saved" role="status">
      {deleted.length === 0
        ? "There was nothing under that id."
        : `Deleted: ${
          deleted.map(({ kind, count }) => `${count} × ${kind}`).join(", ")
        }.`}
    </div>
  );
}
