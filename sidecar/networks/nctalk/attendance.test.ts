import assert from 'node:assert/strict'
import { test } from 'node:test'
import { feed } from '../../talk/samples/samples.ts'
import { attendance } from './attendance.ts'

const of = (actorType: string, actorId: string, attendeeId = 5) => ({ actorType, actorId, displayName: `Name of ${actorId}`, attendeeId })
const ids = (list: Parameters<typeof attendance>[0]) => attendance(list, 'puente', 'nube2.example', 'https://nube2.example').map(({ id }) => id)

test('attendance: people, and nobody else', () => {
	assert.deepEqual(ids([
		of('users', 'laura'),
		of('users', 'puente'),
		of('groups', 'staff'),
		of('circles', 'x'),
		of('bots', 'bot-1'),
		of('phones', '1'),
		of('guests', 'abc'),
		of('federated_users', 'ada@https://nube3.example'),
		of('federated_users', 'marcos@nube1.example', -7),
	]), ['laura@nube2.example', 'guest/abc@nube2.example', 'ada@nube3.example'])
})

test('attendance: with names and faces', () => {
	const [laura] = attendance([of('users', 'laura')], 'puente', 'nube2.example', 'https://nube2.example')
	assert.deepEqual(laura, {
		id: 'laura@nube2.example',
		name: 'Name of laura',
		login: 'laura',
		avatar: 'https://nube2.example/index.php/avatar/laura/128',
	})
})

test('attendance: of a recorded room', () => {
	assert.ok(feed.participants.length > 1)
	assert.equal(ids(feed.participants).some((id) => id.startsWith('puente@')), false)
})
