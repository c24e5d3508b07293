-- Leaves the queue and the call, whichever there is. ARGV: id.
local stored = redis.call("GET", "ticket:" .. ARGV[1])
if stored then
  local ticket = cjson.decode(stored)
  for _, slot in ipairs(ticket.slotsOf) do
    redis.call("ZREM", "slot:" .. slot, ticket.id)
  end
  redis.call("DEL", "ticket:" .. ticket.id)
  redis.call("DECR", "waiting")
end
local pairId = redis.call("GET", "pair-of:" .. ARGV[1])
if pairId then
  local members = redis.call("HMGET", "pair:" .. pairId, "caller", "callee")
  redis.call("DEL", "pair:" .. pairId)
  for _, member in ipairs(members) do
    if member then redis.call("DEL", "pair-of:" .. member) end
  end
end
