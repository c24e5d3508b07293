-- Joins the queue (ARGV[2] is a profile) or asks again (ARGV[2] is empty), and
-- claims the longest waiting person who fits. Redis runs a script alone, so
-- nobody is ever claimed twice.
--
-- ARGV: id, profile as JSON or "", now in ms, id for a new pair, lease in ms,
--       life of a pair in s, life of a recent partner in ms
-- Returns: { state, pairId, callerId, calleeId }; state is "paired", "waiting"
--       or "not-queued".
local id, fresh, now = ARGV[1], ARGV[2], tonumber(ARGV[3])
local leaseMs, pairLife, recentMs = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])

local function remove(ticket)
  for _, slot in ipairs(ticket.slotsOf) do
    redis.call("ZREM", "slot:" .. slot, ticket.id)
  end
  redis.call("DEL", "ticket:" .. ticket.id)
  redis.call("DECR", "waiting")
end

local pairId = redis.call("GET", "pair-of:" .. id)
if pairId then
  local members = redis.call("HMGET", "pair:" .. pairId, "caller", "callee")
  if members[1] and fresh == "" then
    return { "paired", pairId, members[1], members[2] }
  end
  if members[1] then
    redis.call("DEL", "pair:" .. pairId, "pair-of:" .. members[1], "pair-of:" .. members[2])
  end
end

local stored = redis.call("GET", "ticket:" .. id)
local old = stored and cjson.decode(stored)
local me = old
if fresh ~= "" then
  me = cjson.decode(fresh)
  me.enqueuedAt = old and old.enqueuedAt or now
end
if not me then return { "not-queued" } end

local found = {}
for _, slot in ipairs(me.slotsFor) do
  local listed = redis.call("ZRANGE", "slot:" .. slot, 0, 9, "WITHSCORES")
  for i = 1, #listed, 2 do
    if listed[i] ~= id then
      found[#found + 1] = { id = listed[i], at = tonumber(listed[i + 1]) }
    end
  end
end
table.sort(found, function(a, b) return a.at < b.at end)

local function areRecent(other)
  local seen = redis.call("ZSCORE", "recent:" .. id, other)
  return seen and tonumber(seen) > now
end

local function claim(other)
  if old then remove(old) end
  remove(other)
  local new = ARGV[4]
  redis.call("HSET", "pair:" .. new, "caller", other.id, "callee", id)
  redis.call("EXPIRE", "pair:" .. new, pairLife)
  redis.call("SET", "pair-of:" .. id, new, "EX", pairLife)
  redis.call("SET", "pair-of:" .. other.id, new, "EX", pairLife)
  for one, two in pairs({ [id] = other.id, [other.id] = id }) do
    redis.call("ZADD", "recent:" .. one, now + recentMs, two)
    redis.call("PEXPIRE", "recent:" .. one, recentMs)
  end
  return { "paired", new, other.id, id }
end

local recents = {}
for _, place in ipairs(found) do
  local ticket = redis.call("GET", "ticket:" .. place.id)
  local other = ticket and cjson.decode(ticket)
  if other and other.leaseExpiresAt <= now then
    remove(other)
  elseif other and redis.call("SISMEMBER", "blocked:" .. id, other.id) == 0
    and redis.call("SISMEMBER", "blocked:" .. other.id, id) == 0 then
    if areRecent(other.id) then
      recents[#recents + 1] = other
    else
      return claim(other)
    end
  end
end
if recents[1] then return claim(recents[1]) end

if fresh ~= "" or me.leaseExpiresAt - now < leaseMs * 2 / 3 then
  if fresh ~= "" and old then remove(old) end
  me.leaseExpiresAt = now + leaseMs
  redis.call("SET", "ticket:" .. id, cjson.encode(me))
  if fresh ~= "" then
    for _, slot in ipairs(me.slotsOf) do
      redis.call("ZADD", "slot:" .. slot, me.enqueuedAt, id)
    end
    redis.call("INCR", "waiting")
  end
end
return { "waiting" }
