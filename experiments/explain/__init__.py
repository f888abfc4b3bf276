"""Why a run came out as it did, or why two policies part: claimed causes are proved by replaying."""
