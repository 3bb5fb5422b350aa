using MeetingCloud.ServiceDefaults;
using MeetingCloud.Web;

return await ServiceProgram.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    // The page shows node data and asks nobody who they are: other machines see it only where HOST says so.
    builder.AddServiceDefaults(defaultPort: 8080, defaultHost: "127.0.0.1");
    builder.AddWeb();

    var app = builder.Build();
    app.MapDefaultEndpoints();
    app.MapWeb();
    return app;
});
