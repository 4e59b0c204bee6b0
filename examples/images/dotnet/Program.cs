// One page. The port comes from ASPNETCORE_HTTP_PORTS.
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/", () => "hello from .NET\n");
app.Run();
