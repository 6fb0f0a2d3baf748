<?php

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

// Empty: js/talk_relay-room mounts on Nextcloud's own #content.
