/** What stands in for words until the first of them come. */
export function Waiting() {
  return (
    <div class="waiting" aria-hidden="true">
      <span />
      <span />
      <span />
    </div>
  );
}
