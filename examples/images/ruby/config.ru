# One page, as a Rack application.
run ->(_) { [200, { "content-type" => "text/plain" }, ["hello from Ruby\n"]] }
