/**
 * The real program on a real file, at a hurried pace, in a process that can be killed: `node relay-process.ts FILE [DEFECT]`. Its parent
 * may fill its disk and ask how it is (see Order and Report).
 */
import type { Store } from '../../sidecar/store/store.ts'
import type { Order, Report } from './process-words.ts'

import process from 'node:process'
import { runCommand } from '../../sidecar/commands/index.ts'
import { networks } from '../../sidecar/networks/index.ts'
import { defectNamed } from './defects.ts'
import { fullDisk, fullSpool } from './full.ts'
import { faultPace } from './pace.ts'

const [file = '', defectName] = process.argv.slice(2)
const defect = defectNamed(defectName)
const full = { disk: false, spool: false }
let opened: Store | undefined

function report(): Report {
	const store = opened
	const unclaimed = new Set(store?.spool.unclaimed(Infinity))
	return store === undefined
		? { ready: false, waiting: -1, asides: [], rooms: [], files: [], unclaimed: [] }
		: {
				ready: true,
				waiting: store.outbox.waiting(),
				asides: store.outbox.asides().map(({ room, why }) => `${room}: ${why}`),
				rooms: store.cursors.rooms(),
				files: store.spool.names().filter((name) => !unclaimed.has(name)),
				unclaimed: [...unclaimed],
			}
}

process.on('message', (order: Order) => {
	switch (order.do) {
		case 'fill': return void Object.assign(full, order.full)
		case 'report': return void process.send?.(report())
		default: return order satisfies never
	}
})
// The parent is gone: nobody will end this process any more.
process.on('disconnect', () => process.exit(1))

const code = await runCommand('run', { config: file, json: false, online: false }, {
	networks: networks().map((network) => defect.network?.(network) ?? network),
	env: {},
	instead: {
		pace: { ...faultPace, ...defect.pace },
		store(store) {
			const fillable = fullDisk(store, () => full.disk)
			opened = defect.store?.(fillable) ?? fillable
			return opened
		},
		spool: (spool) => fullSpool(spool, () => full.spool),
		...(defect.courier === undefined ? {} : { courier: defect.courier }),
		...(defect.lock === undefined ? {} : { lock: defect.lock }),
	},
})
process.exit(code)
