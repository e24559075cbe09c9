/**
 * What channels do. From each `make` the uses are followed forwards through variables, fields and parameters (uses.ts); what a function and the
 * goroutines that it starts send and receive is counted on every way through it (ways.ts); from both follows who is left behind (stranded.ts).
 */
export { type Abandoned, abandonedBy } from './abandoned.ts';
export { type Channel, channelMade, channelsOf, isChannelMake } from './channel.ts';
export { isCountdown } from './countdowns.ts';
export { hearsOfExit, isEnding, isOwnersEnd, oftenFirst, recurrenceOf } from './recurrence.ts';
export { ownBlocks, type SelfSend, selfSends } from './self.ts';
export { type Exit, type Stranding, strandedBy } from './stranded.ts';
export { type ChannelUse, makesOfField, usesOfChannel } from './uses.ts';
