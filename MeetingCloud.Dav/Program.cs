using MeetingCloud.Dav;
using MeetingCloud.ServiceDefaults;

return await ServiceProgram.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddServiceDefaults(defaultPort: 8101);
    builder.AddDav();

    var app = builder.Build();
    app.MapDefaultEndpoints();
    app.MapDav();
    return app;
});
