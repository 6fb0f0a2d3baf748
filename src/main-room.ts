import { loadState } from '@nextcloud/initial-state'
import { createApp } from 'vue'
import RoomPage from './views/RoomPage.vue'

createApp(RoomPage, { token: loadState<string>('talk_relay', 'token') }).mount('#content')
