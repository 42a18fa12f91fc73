/** Verbs whose past is not made with `ed`, in the past. */
const irregular: ReadonlySet<string> = new Set(
  (
    'arisen become begun bent bet bid bitten born borne bought bound broken brought built caught changed chosen come ' +
    'cut done drawn driven fallen fed felt fought found forgotten forgiven frozen given gone grown heard held hidden ' +
    'hit hurt kept known laid led left lent let lost made meant met overridden paid put quit read reset ridden risen ' +
    'run said seen sent set shown shut sold spent spilt split spread stood stolen stuck struck swapped taken taught ' +
    'thrown told unbound undone understood upset withdrawn won woken written became began broke chose fell gave went ' +
    'grew knew rose ran saw took threw withdrew wrote stole froze'
  ).split(' '),
)

/** Words that end like a past and are none. */
const present: ReadonlySet<string> = new Set(
  'bed feed need red seed shed speed weed embed exceed proceed succeed'.split(' '),
)

/** Whether a name ends in a verb in the past, as the names of events do: `taskUpdated`, `INVOICE_PAID`. */
export function endsInPast(name: string): boolean {
  const last = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z]+/)
    .filter(word => word !== '')
    .at(-1)
    ?.toLowerCase()
  if (last === undefined) return false
  return irregular.has(last) || (last.length > 3 && last.endsWith('ed') && !present.has(last))
}
