using MeetingCloud.ServiceDefaults;
using MeetingCloud.Web;

return await ServiceProgram.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddServiceDefaults(defaultPort: 8080);
    builder.AddWeb();

    var app = builder.Build();
    app.MapDefaultEndpoints();
    app.MapWeb();
    return app;
});
