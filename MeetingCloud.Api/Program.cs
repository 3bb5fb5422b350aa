using MeetingCloud.Api;
using MeetingCloud.ServiceDefaults;

return await ServiceProgram.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddServiceDefaults(defaultPort: 8000);
    builder.AddControlPlane();

    var app = builder.Build();
    app.MapDefaultEndpoints();
    app.MapControlPlane();
    return app;
});
