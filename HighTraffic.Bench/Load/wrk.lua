-- Sends one request repeatedly and reports the result as JSON. If the highest number is above 0, each {n} in the path is a random number up to it.
function init(args)
  wrk.method = args[1]
  local path = args[2]
  local highest = tonumber(args[3])
  wrk.body = args[4]
  if highest > 0 then
    math.randomseed(os.time())
    request = function()
      return wrk.format(nil, (path:gsub('{n}', math.random(highest))))
    end
  end
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"operations":%d,"microseconds":%d,"bytes":%d,"p50":%d,"p99":%d,"p999":%d,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration, summary.bytes,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
