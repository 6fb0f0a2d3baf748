import assert from 'node:assert/strict'
import { test } from 'node:test'
import { feed } from './samples/samples.ts'
import { meaningOf, meanings } from './system.ts'

/** Talk 24's docs/chat.md "System messages" and what lib/Chat/Parser/SystemMessage.php of 24 and 25 knows beyond it. */
const documented = `conversation_created conversation_renamed description_set description_removed call_started call_joined call_left
	call_ended call_ended_everyone call_missed call_tried read_only_off read_only listable_none listable_users listable_all
	lobby_timer_reached lobby_none lobby_non_moderators guests_allowed guests_disallowed password_set password_removed user_added
	user_removed group_added group_removed circle_added circle_removed moderator_promoted moderator_demoted guest_moderator_promoted
	guest_moderator_demoted message_deleted message_edited history_cleared file_shared object_shared matterbridge_config_added
	matterbridge_config_edited matterbridge_config_removed matterbridge_config_enabled matterbridge_config_disabled reaction
	reaction_deleted reaction_revoked poll_voted poll_closed message_expiration_enabled message_expiration_disabled
	breakout_rooms_started breakout_rooms_stopped recording_started recording_stopped audio_recording_started audio_recording_stopped
	avatar_set avatar_removed federated_user_added federated_user_removed
	phone_added phone_removed thread_created thread_renamed message_pinned message_unpinned recording_failed
	owner_promoted owner_demoted preserve_conversation preserve_conversation_off`.split(/\s+/)

test('every system message that Talk knows has a meaning, and none is made up', () => {
	assert.deepEqual(Object.keys(meanings).sort(), [...documented].sort())
})

test('every system message of the recording has a meaning', () => {
	const seen = new Set([...feed.steps.flatMap(({ messages }) => messages), ...feed.late].map(({ systemMessage }) => systemMessage))
	seen.delete('')
	assert.ok(seen.size > 30, `only ${seen.size} kinds were recorded`)
	for (const name of seen) {
		assert.ok(Object.hasOwn(meanings, name), name)
	}
})

test('what no table names is nothing, an inherited name too', () => {
	assert.equal(meaningOf('party_started').as, 'nothing')
	assert.equal(meaningOf('constructor').as, 'nothing')
})
