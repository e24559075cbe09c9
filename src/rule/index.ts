/** Everything that a rule may see. */
export { effectsOf, frameworks, resource, typeRow } from '../catalog/index.ts';
export type { Effects, FrameworkRow, MiddlewareRow, Param, Role, Source, TypeRow } from '../catalog/schema.ts';
export { type Activation, activationsOf, functionsReaching } from '../golang/activations.ts';
export { argumentOf, argumentsOf, type Callee, calleeOf, resultTypes, rowOf, symbolOf } from '../golang/callee.ts';
export {
  type Abandoned,
  abandonedBy,
  type Channel,
  type ChannelUse,
  channelMade,
  channelsOf,
  type Exit,
  hearsOfExit,
  isCountdown,
  isEnding,
  isOwnersEnd,
  makesOfField,
  ownBlocks,
  recurrenceOf,
  type SelfSend,
  type Stranding,
  selfSends,
  strandedBy,
  usesOfChannel,
} from '../golang/channels/index.ts';
export { isCommandWork } from '../golang/command-work.ts';
export { constantNumber, constantOf, constantString, initialNumber } from '../golang/constants.ts';
export { type ContainerUse, usesOfContainer } from '../golang/container-uses.ts';
export { type Container, containerKind, containersOf } from '../golang/containers.ts';
export { type Decoded, decodedFrom, isLimited } from '../golang/decoded.ts';
export { isFailure, tellsFailure } from '../golang/endings.ts';
export type {
  Definition,
  Entity,
  FieldEntity,
  FuncEntity,
  GlobalEntity,
  LocalEntity,
  TypeEntity,
} from '../golang/entities.ts';
export { type Fate, fateOf } from '../golang/fate.ts';
export { fileOf, type GoFile, locate } from '../golang/file.ts';
export { type Flow, flowAround, flowOf, functionOf, isCalledInPlace, type Loop, type Point } from '../golang/flow.ts';
export { type Frequency, frequencyOf, isCounted, isProgramStart } from '../golang/lifetime.ts';
export { fieldsOf, type Member, memberOf } from '../golang/members.ts';
export {
  fieldAt,
  implementations,
  literalValueOf,
  namesIn,
  type Use,
  usesOfField,
  usesOfFunc,
  usesOfGlobal,
} from '../golang/mentions.ts';
export { runsBefore } from '../golang/order.ts';
export {
  type Bound,
  brief,
  callersOf,
  entityOf,
  functionName,
  identityOf,
  isGrowingBuffer,
  literalField,
  nameOriginsOf,
  type Origin,
  originsOf,
  returnedBy,
  type Step,
} from '../golang/origins.ts';
export { pacedBy } from '../golang/pace.ts';
export type { Package } from '../golang/package.ts';
export { type Place, placeOf, reaching, samePlace } from '../golang/places.ts';
export { isLibrary, servesTests } from '../golang/programs.ts';
export { remember } from '../golang/remember.ts';
export { type Response, responseOf } from '../golang/responses.ts';
export { isServing, takesServed } from '../golang/roles.ts';
export { bindingsAround, resolve, topOf } from '../golang/scope.ts';
export { type Life, lifeOf, type Span } from '../golang/spans.ts';
export { type How, howRuns, type Root, rootsOf, type Start, startsOf } from '../golang/starts.ts';
export { type OldTimers, oldTimers } from '../golang/timers.ts';
export { type Travel, travelOf } from '../golang/travel.ts';
export { globalType, localType, typeOf } from '../golang/type-of.ts';
export {
  elementOf,
  isNamed,
  parseType,
  pointee,
  type Type,
  typeFrom,
  typeName,
  typeText,
  underlying,
} from '../golang/types.ts';
export { type WayOut, wayOut } from '../golang/way-out.ts';
export {
  areApart,
  type BodyLimit,
  bodyLimitOf,
  type Chain,
  chainsOf,
  compositionsAround,
  concernsResponses,
  emptyBehaviour,
  guardsOf,
  isInstalledByFlag,
  type Layer,
  type Middleware,
  middlewareOf,
  seesPreflight,
} from '../golang/web/index.ts';
export { bare, type SyntaxNode, stringValue } from '../syntax/node.ts';
export { type Chooser, chooserOf, namedByInput } from './choosers.ts';
export { type Clock, caseOf, channelOf, clockOf, namedBy } from './clocks.ts';
export { collapsed, type Told, worstOf } from './collapse.ts';
export { type Collected, collectedAt } from './collecting.ts';
export { type Command, type KeptOutput, keptOutput } from './commands.ts';
export {
  type Draft,
  defineRule,
  type Evidence,
  type Message,
  type Messages,
  type Rule,
  type Scope,
  type Site,
} from './contract.ts';
export { type Crowd, crowdOf } from './crowds.ts';
export { type DeclaredSize, declaredSizes } from './declared-sizes.ts';
export {
  catalogued,
  concernsPeers,
  type Dump,
  dumpCall,
  readerCopy,
  restoredReads,
  teeCall,
  writerCopy,
} from './dumps.ts';
export { endingLookup } from './ending-lookups.ts';
export { type Fanout, fanouts } from './fanout.ts';
export { earlyDone, panicIn } from './fanout-flaws.ts';
export { limitOf, takesPlaceInside } from './fanout-limits.ts';
export { type FileRead, fileReads } from './file-reads.ts';
export { fillingOf, isMeasured } from './fillings.ts';
export type { Confidence, Severity } from './finding.ts';
export { type Growth, goesOn, growthKey, growths, pilesUp } from './growth.ts';
export { type KnownLength, knownLength } from './known-lengths.ts';
export { isDefaultMux, isOpenAddress, type Listener, listeners } from './listeners.ts';
export { passingOf } from './passing.ts';
export { isPeer, peerNoun } from './peers.ts';
export { isShort } from './periods.ts';
export { callsOn, holdsPointers, isClearedBefore, isOfRequest, POOL, putInto, referenceHeldAt } from './pools.ts';
export { defaultMuxHanded, pprofImport, registeredOn } from './profiles.ts';
export { isBounded, isChecked, type Limits, limitsOf, MAX_LIMIT } from './read-bounds.ts';
export { isHandled, ownRead, peerRead, readRepair } from './read-words.ts';
export {
  causeOf,
  decodedField,
  isLibraryApi,
  isOwnChoice,
  isRehearsed,
  mirrorKey,
  type WholeRead,
  wayOf,
  wholeReads,
} from './reads.ts';
export { asksForPresence, comesFromOutside, nilStores, type Remnant, remnantOf } from './removals.ts';
export { isDiscarded, isErrorText } from './responses.ts';
export { filledBy, type SheetRead, sheetReads } from './sheets.ts';
export { type Outlived, outlivedBy } from './siblings.ts';
export { closerOf, heldSignal, lostBreak } from './signals.ts';
export { unspelled } from './spelled-keys.ts';
export { isRunOnce, isStaged } from './stages.ts';
export { isLast, isStoppedElsewhere } from './stops.ts';
export { countsOf, evidenceOf, holdsOf, placeOfStrand, repairOf, type Strand, strandsOf } from './strandings.ts';
export { isEmptiedBeside, isOpenEnded, type Tee, teeOf, usedInLoop, wholeCopy } from './tees.ts';
export { kept, lookedUp, readElsewhere } from './tickets.ts';
export {
  acquire,
  CHANNEL,
  call,
  declare,
  effect,
  imports,
  method,
  RECEIVE,
  role,
  SEND,
  STORE,
  statement,
  type Trigger,
} from './trigger.ts';
export { beginning, type UniqueInsert, uniqueInserts } from './unique-inserts.ts';
export { type Loss, lossOf } from './unstopped.ts';
export { type Wait, waitOf } from './waits.ts';
