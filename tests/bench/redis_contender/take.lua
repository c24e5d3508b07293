-- Hands out what is unread of a log of candidates, once.
-- KEYS: log, read mark. ARGV: life in s. Returns the unread entries.
local mark = tonumber(redis.call("GET", KEYS[2]) or "0")
local unread = redis.call("LRANGE", KEYS[1], mark, -1)
if #unread > 0 then
  redis.call("SET", KEYS[2], mark + #unread, "EX", ARGV[1])
end
return unread
